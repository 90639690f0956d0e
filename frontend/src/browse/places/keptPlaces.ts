import { Kind, Reference, SearchRequest } from '../../api';
import { isObject } from '../../common/models/browserStore';
import { KIND_PATHS } from '../entities/kinds';
import { Condition } from '../search/conditions';

export const MAX_RECENT = 10;
const MAX_FAVOURITES = 200;
const MAX_SEARCHES = 50;

/** An entity or data set as it was when it was last seen: it may have another name now, or be deleted. */
export interface Place extends Reference {
  name: string | null;
  /** Null for data sets. */
  identifier: string | null;
  type: string | null;
}

/** A search with its name. */
export interface SavedSearch {
  name: string;
  /** Whether it finds entities of all kinds. */
  isOverall: boolean;
  request: Omit<SearchRequest, 'where'>;
  conditions: ReadonlyArray<Condition>;
}

/** What is kept for one openBIS. */
export interface KeptPlaces {
  favourites: ReadonlyArray<Place>;
  /** The last one first. */
  recent: ReadonlyArray<Place>;
  searches: ReadonlyArray<SavedSearch>;
}

export const NO_PLACES: KeptPlaces = { favourites: [], recent: [], searches: [] };

/** What is kept, by the URL of the openBIS. */
export type AllPlaces = Readonly<Record<string, KeptPlaces>>;

/** Return stored places; entries that are invalid are left out: users can edit the file. */
export function parsePlaces(stored: unknown): AllPlaces {
  const entries = Object.entries(isObject(stored) ? stored : {});
  return Object.fromEntries(
    entries.filter(([, each]) => isObject(each)).map(([url, each]) => [url, keptPlaces(each)])
  );
}

function keptPlaces(stored: unknown): KeptPlaces {
  const { favourites, recent, searches } = stored as Record<string, unknown>;
  return {
    favourites: listOf(favourites).filter(isPlace).slice(0, MAX_FAVOURITES),
    recent: listOf(recent).filter(isPlace).slice(0, MAX_RECENT),
    searches: listOf(searches).filter(isSearch).slice(0, MAX_SEARCHES)
  };
}

export function isSame(one: Reference, other: Reference): boolean {
  return one.kind === other.kind && one.permId === other.permId;
}

/** Return the places after one was seen: it becomes the most recent one, and favourites get its current name. */
export function seen(kept: KeptPlaces, place: Place): KeptPlaces {
  const recent = [place, ...kept.recent.filter(each => !isSame(each, place))].slice(0, MAX_RECENT);
  const favourites = kept.favourites.map(each => (isSame(each, place) ? place : each));
  return { ...kept, recent, favourites };
}

/** Return the places with a favourite, or without it. */
export function withFavourite(kept: KeptPlaces, place: Place, isWanted: boolean): KeptPlaces {
  const others = kept.favourites.filter(each => !isSame(each, place));
  return { ...kept, favourites: isWanted ? [...others, place].slice(-MAX_FAVOURITES) : others };
}

/** Return the places with a saved search, in the position of the one that it replaces. */
export function withSearch(kept: KeptPlaces, search: SavedSearch, replaced = search.name): KeptPlaces {
  const others = kept.searches.filter(each => each.name !== search.name || each.name === replaced);
  const isKnown = others.some(each => each.name === replaced);
  const searches = isKnown
    ? others.map(each => (each.name === replaced ? search : each))
    : [...others, search].slice(-MAX_SEARCHES);
  return { ...kept, searches };
}

export function withoutSearch(kept: KeptPlaces, name: string): KeptPlaces {
  return { ...kept, searches: kept.searches.filter(each => each.name !== name) };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isPlace(value: unknown): value is Place {
  const texts = ['name', 'identifier', 'type'];
  return (
    isObject(value) &&
    typeof value.kind === 'string' &&
    (value.kind as Kind) in KIND_PATHS &&
    typeof value.permId === 'string' &&
    texts.every(each => value[each] === null || typeof value[each] === 'string')
  );
}

function isSearch(value: unknown): value is SavedSearch {
  return (
    isObject(value) &&
    typeof value.name === 'string' &&
    typeof value.isOverall === 'boolean' &&
    isObject(value.request) &&
    typeof value.request.text === 'string' &&
    typeof value.request.kind === 'string' &&
    listOf(value.conditions).every(each => isObject(each) && Array.isArray(each.values))
  );
}
