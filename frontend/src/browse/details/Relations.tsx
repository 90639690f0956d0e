import React from 'react';

import { Details, Relative } from '../../api';
import { useServices } from '../../app/services';
import { RowMenuButton } from '../../common/tree/RowButtons';
import { codeOf, keyOf, titleOf, titleOfDetails } from '../entities/entityItem';
import { EntityLink } from '../entities/EntityLink';
import { kindName } from '../entities/kinds';
import { EntityTarget } from '../menu/rowTarget';
import { useRowMenu } from '../menu/useRowMenu';
import { Section } from '../Section';

interface Props {
  connection: string;
  details: Details;
}

/** Owner, parents and children of an entity. */
export function Relations({ connection, details }: Props): JSX.Element | null {
  const { trans, lineages } = useServices();
  const { owner, parents, children, childrenCount, kind, permId } = details;
  const hasLineage = (kind === 'sample' || kind === 'dataSet') && parents.length + children.length > 0;
  if (!owner && !parents.length && !children.length) {
    return null;
  }
  return (
    <Section title={trans.__('Related')}>
      <dl className="jp-openbis-properties">
        {owner && (
          <>
            <dt>{trans.__('Belongs to')}</dt>
            <RelatedRow
              target={targetOf(connection, { ...owner, name: owner.$NAME ?? owner.identifier })}
              note={[owner.$NAME && codeOf(owner), kindName(owner.kind, trans)].filter(Boolean).join(' · ')}
            />
          </>
        )}
        <Relatives connection={connection} title={trans.__('Parents')} relatives={parents} />
        <Relatives connection={connection} title={trans.__('Children')} relatives={children} />
      </dl>
      {childrenCount > children.length && (
        <small>{trans.__('%1 of %2 children are shown.', children.length, childrenCount)}</small>
      )}
      {hasLineage && (
        <button
          type="button"
          className="jp-openbis-link"
          onClick={() => lineages.open(connection, { kind, permId }, titleOfDetails(details))}
        >
          {trans.__('Show lineage')}
        </button>
      )}
    </Section>
  );
}

interface RelativesProps {
  connection: string;
  title: string;
  relatives: Relative[];
}

function Relatives({ connection, title, relatives }: RelativesProps): JSX.Element | null {
  return relatives.length ? (
    <>
      <dt>{title}</dt>
      {relatives.map(each => (
        <RelatedRow
          key={keyOf(each)}
          target={targetOf(connection, { ...each, name: titleOf({ ...each, name: each.$NAME }) })}
          note={noteOf(each)}
        />
      ))}
    </>
  ) : null;
}

/** An entity as a link to its details, with its menu. */
function RelatedRow({ target, note }: { target: EntityTarget; note: string | null }): JSX.Element {
  const row = useRowMenu(target);
  const { what: kind, permId, name } = target;
  return (
    <dd className="jp-openbis-related" {...row}>
      <EntityLink entity={{ kind, permId }} title={name} note={note} />
      <RowMenuButton />
    </dd>
  );
}

type Related = Pick<Relative, 'kind' | 'permId' | 'identifier' | 'type'>;

function targetOf(
  connection: string,
  { kind, permId, identifier, type, name }: Related & { name: string }
): EntityTarget {
  return { what: kind, connection, permId, identifier, name, type, size: null };
}

/** Return code and type; the code is in the title if there is no name. */
function noteOf({ kind, identifier, permId, type, $NAME }: Relative): string {
  const hasCode = kind !== 'dataSet' && $NAME !== null && identifier !== null;
  return [hasCode ? codeOf({ identifier, permId }) : null, type].filter(Boolean).join(' · ');
}
