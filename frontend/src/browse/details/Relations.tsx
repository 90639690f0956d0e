import React from 'react';

import { Details, Reference, Relative } from '../../api';
import { keyOf, titleOf } from '../../state/things';
import { Icon } from '../common/Icon';
import { useServices } from '../services';
import { KIND_PATHS, kindName } from './kinds';
import { Section } from './Section';

/** What a thing belongs to, what it was made from, and what was made from it. */
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
              <ThingLink thing={owner} title={owner.identifier} note={kindName(owner.kind, trans)} />
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
          <ThingLink
            thing={each}
            title={titleOf({ name: each.$NAME, identifier: null, permId: each.permId })}
            note={each.type}
          />
        </dd>
      ))}
    </>
  ) : null;
}

/** Shows another thing's details. */
function ThingLink({
  thing,
  title,
  note
}: {
  thing: Reference;
  title: string;
  note: string | null;
}): JSX.Element {
  const { browsing } = useServices();
  const { kind, permId } = thing;
  return (
    <button
      type="button"
      className="jp-openbis-thing-button"
      title={permId}
      onClick={() => browsing.show({ kind, permId })}
    >
      <Icon path={KIND_PATHS[kind]} />
      <span className="jp-openbis-thing">
        <span className="jp-openbis-thing-name">{title}</span>
        <small>{note}</small>
      </span>
    </button>
  );
}
