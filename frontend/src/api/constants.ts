import { Kind } from './browsing';
import * as server from './schema';

type Texts = ReadonlyArray<string>;

/**
 * Rules that the server shares with the panel; `entrypoints/jupyter/client_constants.py` collects them. Lists that are
 * searched for any text have wider types than the generated ones.
 */
export {
  CHANGED_MEANWHILE_ERROR,
  CONNECTION_FIELDS,
  CREATION_PLACES,
  ENVIRONMENT_FILES,
  KERNEL_LANGUAGES,
  KERNEL_TIMEOUT,
  MAX_CONDITIONS,
  MAX_ENDED_JOBS,
  MAX_ROWS,
  MOUNT_DEFAULTS,
  NOTEBOOK_PROPERTIES,
  NOTEBOOK_TYPE,
  PATTERN_CHARACTERS,
  PERM_ID_PATTERN,
  READ_ONLY_ERROR,
  SEARCH_KINDS
} from './schema';

/** The kinds directly in an instance and in an entity of each kind, in the order in which they are shown. */
export const ROOT_KINDS: ReadonlyArray<Kind> = server.ROOT_KINDS;
export const CHILD_KINDS: Readonly<Record<Kind, ReadonlyArray<Kind>>> = server.CHILD_KINDS;

/** The kinds that can own data sets. */
export const OWNER_KINDS: ReadonlyArray<Kind> = server.OWNER_KINDS;

/** The kinds that can be searched by type. */
export const FILTERABLE_KINDS: ReadonlyArray<Kind> = server.FILTERABLE_KINDS;

/** The kinds with types: their properties and parents can be changed. */
export const TYPED_KINDS: ReadonlyArray<Kind> = server.TYPED_KINDS;

/** The comparisons of a property with a value by data type, and those that take no value and are always possible. */
export const CONDITION_OPERATORS: Readonly<Record<string, Texts>> = server.CONDITION_OPERATORS;
export const OPERATORS_WITHOUT_VALUE: Texts = server.OPERATORS_WITHOUT_VALUE;

/** Archiving statuses of data sets whose files can be read now. */
export const READABLE_STATUSES: Texts = server.READABLE_STATUSES;

/** States of transfers that have not ended. */
export const ACTIVE_STATES: Texts = server.ACTIVE_STATES;

/** Codes of errors that a login solves. */
export const LOGIN_ERRORS: Texts = server.LOGIN_ERRORS;

/** Codes of errors that mean that openBIS was not reached. */
export const UNREACHABLE_ERRORS: Texts = server.UNREACHABLE_ERRORS;

/** Suffixes of files that are tables, with their usual delimiters, and of those that may be. */
export const TABLE_DELIMITERS: Readonly<Record<string, string>> = server.TABLE_DELIMITERS;
export const MAYBE_TABLES: Texts = server.MAYBE_TABLES;

/** Codecs of previews. */
export type Encoding = (typeof server.ENCODINGS)[number];
