import React from 'react';

import { Details, Reference, Relative } from '../../api';
import { useServices } from '../../app/services';
import { Icon } from '../../common/Icon';
import { keyOf, titleOf } from '../entities/entityItem';
import { KIND_PATHS, kindName } from '../entities/kinds';
import { Section } from '../Section';

/** Owner, parents and children of an entity. */
export function Relations({ details }: { details: Details }): JSX.Element | null {
  const { trans } = useServices();
  const { owner, parents, children, childrenCount } = details;
  if (!owner && !parents.length && !children.length) {
    return null;
  }
  return (
    <Section title={trans.__('Related')}>
      <dl className="jp-openbis-properties">
        {owner && (
          <>
            <dt>{trans.__('Belongs to')}</dt>
            <dd>
              <EntityLink entity={owner} title={owner.identifier} note={kindName(owner.kind, trans)} />
            </dd>
          </>
        )}
        <Relatives title={trans.__('Parents')} relatives={parents} />
        <Relatives title={trans.__('Children')} relatives={children} />
      </dl>
      {childrenCount > children.length && (
        <small>{trans.__('%1 of %2 children are shown.', children.length, childrenCount)}</small>
      )}
    </Section>
  );
}

function Relatives({ title, relatives }: { title: string; relatives: Relative[] }): JSX.Element | null {
  return relatives.length ? (
    <>
      <dt>{title}</dt>
      {relatives.map(each => (
        <dd key={keyOf(each)}>
          <EntityLink
            entity={each}
            title={titleOf({ name: each.$NAME, identifier: null, permId: each.permId })}
            note={each.type}
          />
        </dd>
      ))}
    </>
  ) : null;
}

/** A button that shows the details of another entity. */
function EntityLink({
  entity,
  title,
  note
}: {
  entity: Reference;
  title: string;
  note: string | null;
}): JSX.Element {
  const { browsing } = useServices();
  const { kind, permId } = entity;
  return (
    <button
      type="button"
      className="jp-openbis-entity-button"
      title={permId}
      onClick={() => browsing.showDetails({ kind, permId })}
    >
      <Icon path={KIND_PATHS[kind]} />
      <span className="jp-openbis-entity">
        <span className="jp-openbis-entity-name">{title}</span>
        <small>{note}</small>
      </span>
    </button>
  );
}
