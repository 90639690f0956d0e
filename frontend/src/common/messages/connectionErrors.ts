import { fieldErrorMessage } from './fields';
import { HOST_NOT_ALLOWED, NOT_OPENBIS, UNREACHED } from './network';
import { formatDate } from './format';
import { ANY, Sentence, sentence } from './sentences';

/** The server names a field of the body first, the panel shows it beside the field. */
const AT_FIELD = sentence(/^[\w.]+: (.*)$/s, (trans, problem) => fieldErrorMessage(problem, trans));

const CREDENTIALS: Sentence[] = [
  sentence(
    /^Incorrect username or password for (.*?): what was given as the password looks like a /,
    (trans, name) =>
      trans.__(
        'Incorrect user name or password for %1. The password looks like a session token. Enter your password or a personal access token.',
        name
      )
  ),
  sentence(/^Incorrect username or password for (.*)$/, (trans, name) =>
    trans.__('Incorrect user name or password for %1.', name)
  ),
  sentence(
    /^Not logged in to (.*): what is given as its token .* is not a session or personal /,
    (trans, name) =>
      trans.__(
        'The token of %1 is not a session token or personal access token. Correct it, or log in with user name and password.',
        name
      )
  ),
  sentence(/^Not logged in to (.*): the token is not valid any more; /, (trans, name) =>
    trans.__(
      'The token of %1 is not valid any more. Enter a new one, or log in with user name and password.',
      name
    )
  ),
  sentence(/^Not logged in to (.*): the remembered login is not valid any more: /, (trans, name) =>
    trans.__(
      'The remembered login to %1 has expired or was revoked in openBIS. Log in with your password.',
      name
    )
  ),
  sentence(
    /^Not logged in to (.*): the token that the hub or OPENBIS_TOKEN gave has expired; /,
    (trans, name) =>
      trans.__(
        'The token that JupyterHub gave for %1 has expired. Sign in to JupyterHub again, restart your server, or log in with user name and password.',
        name
      )
  )
];

export const LOGIN: Sentence[] = [
  ...CREDENTIALS,
  sentence(/^Not logged in to (.*): log in first$/, (trans, name) =>
    trans.__('You are not logged in to %1.', name)
  ),
  sentence(/^Not logged in to (.*): enter user name and password$/, (trans, name) =>
    trans.__('Enter user name and password to log in to %1.', name)
  ),
  sentence(/^Not logged in to (.*): the session has expired, log in again$/, (trans, name) =>
    trans.__('Your session with %1 has expired. Log in again.', name)
  ),
  sentence(
    /^Not logged in to (.*): the available login belongs to (.*), not to (.*); give the password or token of .*$/,
    (trans, name, actual, expected) =>
      trans.__('The login to %1 belongs to %2. Enter the password or token of %3.', name, actual, expected)
  ),
  sentence(
    /^(?:Not logged in to .*: )?the remembered login of (.*) ended on (\d{4})-(\d\d)-(\d\d); log in again$/,
    (trans, name, year, month, day) =>
      trans.__(
        'The remembered login of %1 ended on %2. Log in with your password.',
        name,
        formatDate(new Date(Number(year), Number(month) - 1, Number(day)), trans)
      )
  ),
  sentence(/^the session has expired$/, trans => trans.__('The session has expired. Log in again.'))
];

/** Why a login was not remembered. */
const REMEMBERING: Sentence[] = [
  sentence(/^this openBIS makes no personal access tokens$/, trans =>
    trans.__('Not possible: this openBIS does not offer personal access tokens.')
  ),
  sentence(/^remembering logins is switched off by the operator of Jupyter$/, trans =>
    trans.__('Switched off by the administrator of Jupyter.')
  ),
  sentence(/^the connection is not saved; /, trans =>
    trans.__('Only for saved connections: edit the connection and choose “Remember this connection”.')
  )
];

/** Messages of browsers when Jupyter does not respond. */
export const NO_JUPYTER: Sentence[] = [
  sentence(/^(?:Failed to fetch|Load failed|NetworkError when attempting to fetch resource\.?)$/, trans =>
    trans.__('Jupyter does not answer. Check the network, then try again.')
  ),
  sentence(/^Jupyter answered with status (\d+)\.$/, (trans, status) =>
    trans.__('Jupyter answered with status %1.', status)
  )
];

const MOUNTING: Sentence[] = [
  sentence(/^Mounting failed: (.*)$/s, (trans, problem) => trans.__('Mounting failed: %1', problem))
];

/** Sentences about connections, logins and requests by error code; none if the server's text is shown. */
export const CONNECTION_ERRORS: Readonly<Record<string, ReadonlyArray<Sentence>>> = {
  '': NO_JUPYTER,
  'openbis-error': [],
  'unknown-connection': [
    sentence(/^No such connection: (.*?)(?:; known are: .*)?$/, (trans, name) =>
      trans.__('There is no connection %1.', name)
    )
  ],
  'ambiguous-connection': [sentence(ANY, trans => trans.__('Choose a connection.'))],
  'invalid-input': [],
  'conflicting-credentials': [],
  'invalid-connection': [AT_FIELD],
  'http-not-allowed': [AT_FIELD],
  'bad-request': [AT_FIELD],
  'invalid-reference': [AT_FIELD, sentence(ANY, (trans, text) => fieldErrorMessage(text, trans))],
  'kind-not-allowed-here': [],
  'invalid-search': [
    sentence(/^text: takes (\d+) words at most$/, (trans, most) =>
      trans.__('Enter at most %1 words.', Number(most))
    ),
    sentence(/^text: openBIS cannot search for a backslash; remove it$/, trans =>
      trans.__('openBIS cannot search for a backslash. Remove it.')
    )
  ],
  'kernel-not-specified': [],
  'unknown-kernel': [],
  'unsupported-language': [],
  'not-logged-in': LOGIN,
  'wrong-user': LOGIN,
  'missing-credentials': LOGIN,
  'session-expired': LOGIN,
  'wrong-credentials': LOGIN,
  'not-a-token': LOGIN,
  'session-token-as-password': LOGIN,
  'token-expired': LOGIN,
  'no-access-tokens': REMEMBERING,
  'remembering-refused': REMEMBERING,
  'connection-closed': [],
  'connection-failed': UNREACHED,
  'instance-unreachable': UNREACHED,
  'untrusted-certificate': UNREACHED,
  'certificate-not-trusted': UNREACHED,
  'certificate-changed': UNREACHED,
  'host-not-allowed': HOST_NOT_ALLOWED,
  'invalid-response': NOT_OPENBIS,
  'mount-error': [],
  'mount-failed': MOUNTING,
  'host-key-refused': MOUNTING,
  'mounting-unavailable': MOUNTING,
  'unmount-failed': [
    sentence(/^Unmounting failed: (.*)$/s, (trans, problem) => trans.__('Unmounting failed: %1', problem))
  ],
  'not-mounted': [
    sentence(/^the data store of (.*) is not mounted; mount it first$/, (trans, name) =>
      trans.__('The data store of %1 is not mounted. Mount it first.', name)
    )
  ]
};
