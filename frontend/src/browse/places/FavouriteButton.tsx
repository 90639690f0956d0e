import React, { useEffect } from 'react';

import { Details, Reference } from '../../api';
import { useServices } from '../../app/services';
import { STAR, STAR_OUTLINE } from '../../common/Icon';
import { useModels } from '../../common/models/model';
import { ToolButton } from '../../common/ToolButton';
import { Place } from './keptPlaces';

interface Props {
  connection: string;
  reference: Reference;
  /** Null until they are loaded, and if the item does not exist any more. */
  details: Details | null;
}

/** Adds the item whose details are shown to the favourites, or removes it. Loaded details are remembered as recent. */
export function FavouriteButton({ connection, reference, details }: Props): JSX.Element | null {
  const { trans, places } = useServices();
  useModels(places);
  useEffect(() => {
    if (details) {
      void places.visited(connection, placeOfDetails(details));
    }
  }, [places, connection, details]);
  const isFavourite = places.isFavourite(connection, reference);
  const known = places.of(connection).favourites.find(each => each.permId === reference.permId);
  const place = details ? placeOfDetails(details) : known;
  const label = isFavourite ? trans.__('Remove from favourites') : trans.__('Add to favourites');
  return place ? (
    <ToolButton
      label={label}
      icon={isFavourite ? STAR : STAR_OUTLINE}
      tone={isFavourite ? 'brand' : undefined}
      onClick={() => void places.toggleFavourite(connection, place)}
    />
  ) : null;
}

function placeOfDetails({ kind, permId, $NAME, identifier, type, dataSet }: Details): Place {
  return { kind, permId, name: $NAME, identifier: dataSet ? null : identifier, type };
}
