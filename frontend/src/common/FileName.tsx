import React from 'react';

/** Characters at the end of a name that stay visible, besides the extension. */
const END = 4;

/** The name of a file. If it does not fit, the middle is cut: the end has the file type. */
export function FileName({ name, title = name }: { name: string; title?: string }): JSX.Element {
  const [beginning, end] = parts(name);
  return (
    <span className="jp-openbis-file-name" dir={end ? 'ltr' : 'auto'} title={title}>
      <span className="jp-openbis-ellipsis">{beginning}</span>
      {end && <span className="jp-openbis-file-end">{end}</span>}
    </span>
  );
}

/** Return the part that may be cut, and the rest. Of right-to-left scripts, the end is cut. */
function parts(name: string): [string, string] {
  const letters = name.match(LETTER) ?? [];
  const extension = /\.[^.\s]{1,8}$/.exec(name)?.[0].length ?? 0;
  const at = letters.length - extension - END;
  return at <= END || RIGHT_TO_LEFT.test(name)
    ? [name, '']
    : [letters.slice(0, at).join(''), letters.slice(at).join('')];
}

/** A character with its accents, or an emoji of several code points. */
const LETTER = /.(?:\p{M}|\u200d|\ufe0f|(?<=\u200d).)*/gsu;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
