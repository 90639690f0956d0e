import { TranslationBundle } from '@jupyterlab/translation';

import { Sentence, sentence } from './sentences';

/** Messages about hosts that are not allowed. */
export const HOST_NOT_ALLOWED: Sentence[] = [
  sentence(/: (\S+) is not among the hosts that the operator of this server allows /, (trans, host) =>
    trans.__(
      'Your administrators do not allow connections to %1. Ask them to add it (OpenbisExtension.allowed_hosts).',
      host
    )
  )
];

const CERTIFICATE: Sentence[] = [
  sentence(/: the certificate of (.+?) has changed, nothing was sent: .*$/s, (trans, server) =>
    trans.__('The certificate of %1 has changed. Nothing was sent to it.', serverInWords(server, trans))
  ),
  sentence(
    /: the certificate of (.+?) is not one that this connection trusts, nothing was sent: .*$/s,
    (trans, server) =>
      trans.__(
        'The certificate of %1 is not trusted yet. Nothing was sent to it.',
        serverInWords(server, trans)
      )
  ),
  sentence(
    /: the certificate of (.+?) could not be verified: certificate has expired\. .*$/s,
    (trans, server) =>
      trans.__(
        'The certificate of %1 has expired. Ask your openBIS administrators to renew it.',
        serverInWords(server, trans)
      )
  ),
  sentence(
    /: the certificate of (.+?) could not be verified: (?:Hostname|IP address) mismatch, .*$/s,
    (trans, server) =>
      trans.__('The certificate of %1 is for another host. Check the address.', serverInWords(server, trans))
  ),
  sentence(
    /: the certificate of .+? could not be verified: (?:the CA file cannot be read(?: \(.*?\))?|no certificate or crl found)\. CA file in use: (.*?)\. Set /s,
    (trans, file) =>
      trans.__('There are no CA certificates in %1. Correct the path in “CA certificate file”.', file)
  ),
  sentence(/: the certificate of (.+?) could not be verified: .*$/s, (trans, server) =>
    trans.__(
      'The certificate of %1 is not trusted. Enter its CA file in “CA certificate file”, or ask your openBIS administrators.',
      serverInWords(server, trans)
    )
  )
];

const PROXY: Sentence[] = [
  sentence(/: the proxy wants a user and password \(407\): .* \((\w+:.*)\)$/, (trans, server) =>
    trans.__(
      'The proxy wants a user name and password to connect to %1. Put them into the proxy’s URL in the environment.',
      serverInWords(server, trans)
    )
  ),
  sentence(/: the proxy does not connect to this server \(HTTP (\d+)\) \((.*)\)$/, (trans, status, server) =>
    trans.__('The proxy does not connect to %1 (HTTP %2).', serverInWords(server, trans), status)
  ),
  sentence(
    /: (?:there is no host of the proxy's name|the proxy cannot be reached: .*?|the proxy does not answer) \((.*)\)$/,
    (trans, server) => trans.__('The proxy cannot be reached: %1.', serverInWords(server, trans))
  )
];

/** Reasons why openBIS was not reached, at the end of longer sentences. */
export const UNREACHED: Sentence[] = [
  ...CERTIFICATE,
  ...HOST_NOT_ALLOWED,
  ...PROXY,
  sentence(/: there is no host of that name \((.*)\)$/, (trans, server) =>
    trans.__('There is no host of that name: %1', serverInWords(server, trans))
  ),
  sentence(/: connection refused \((.*)\)$/, (trans, server) =>
    trans.__('openBIS does not answer at %1: connection refused.', serverInWords(server, trans))
  ),
  sentence(
    /: (?:the connection broke off|connection reset by peer|broken pipe|an answer arrived damaged) \((.*)\)$/,
    (trans, server) => trans.__('The connection to %1 broke off.', serverInWords(server, trans))
  ),
  sentence(/: (\w+:\S+(?: \(.*\))?) does not answer$/, (trans, server) =>
    trans.__('openBIS does not answer at %1.', serverInWords(server, trans))
  ),
  sentence(/: no answer within (\S+) seconds \((.*)\)$/, (trans, seconds, server) =>
    trans.__('openBIS did not answer within %1 seconds at %2.', seconds, serverInWords(server, trans))
  ),
  sentence(/: no whole answer within (\S+) seconds \((.*)\)$/, (trans, seconds, server) =>
    trans.__('The answer of %2 was not complete within %1 seconds.', seconds, serverInWords(server, trans))
  ),
  sentence(/: no whole answer within (\S+) seconds$/, (trans, seconds) =>
    trans.__('openBIS did not answer completely within %1 seconds.', seconds)
  ),
  sentence(/: another login has no answer after (\S+) seconds$/, (trans, seconds) =>
    trans.__('Another login has no answer after %1 seconds.', seconds)
  ),
  sentence(/: openBIS is not running behind (.*) \((\d+)\)$/, (trans, server, status) =>
    trans.__('openBIS is not running at %1 (HTTP %2).', serverInWords(server, trans), status)
  ),
  sentence(/: no TLS connection with (\S+(?: \(.*\))?): (.*)$/, (trans, server, problem) =>
    trans.__('There is no encrypted connection to %1: %2', serverInWords(server, trans), problem)
  ),
  sentence(/: (\w+:\S+(?: \(.*\))?) takes no more requests for now \(HTTP 429, .*$/, (trans, server) =>
    trans.__('%1 takes no more requests for now. Try again in a few minutes.', serverInWords(server, trans))
  ),
  sentence(/^connection to (.*) could not be established: (.*)$/s, (trans, name, problem) =>
    trans.__('openBIS cannot be reached (%1): %2', name, problem)
  )
];

/** Messages about servers that are not openBIS. */
export const OTHER_ANSWERS: Sentence[] = [
  sentence(/: (\w+:\S+(?: \(.*?\))?) does not answer as openBIS does \((.*)\)$/, (trans, server, answer) =>
    trans.__('%1 does not answer as openBIS does (%2).', serverInWords(server, trans), answer)
  ),
  sentence(/: (\w+:\S+(?: \(.*?\))?) redirects to (.*), as login pages do$/, (trans, server, target) =>
    trans.__('%1 redirects to %2, as login pages do.', serverInWords(server, trans), target)
  )
];

export const NOT_OPENBIS: Sentence[] = [
  ...OTHER_ANSWERS,
  sentence(/^connection to (.*) could not be established: (.*)$/s, (trans, name, problem) =>
    trans.__('%1 did not answer as openBIS does: %2', name, problem)
  )
];

/** A proxy lets no request of this size through. */
export const TOO_LARGE: Sentence[] = [
  sentence(
    /^a proxy before openBIS accepts no requests of this size \((.*), HTTP 413\); its .* must exceed (.*?): .*$/,
    (trans, server, limit) =>
      trans.__(
        'A proxy before openBIS accepts no requests of this size (%1). Ask your openBIS administrators to raise its limit (client_max_body_size, LimitRequestBody) above %2.',
        serverInWords(server, trans),
        limit
      )
  )
];

/** Advice of the server, after the error and a semicolon. */
export const ADVICE: Sentence[] = [
  sentence(/^compare the address with the one in the browser in which openBIS works, and see .*$/, trans =>
    trans.__(
      'Compare the address with the one in the browser in which openBIS works, and check whether this computer may reach it (VPN, proxy, firewall).'
    )
  ),
  sentence(/^openBIS was looked for below the path (\S+) of this host$/, (trans, path) =>
    trans.__('openBIS was looked for below the path %1 of this host.', path)
  ),
  sentence(/^take the address from the browser in which openBIS works, with its port if it has one$/, trans =>
    trans.__('Take the address from the browser in which openBIS works, with its port if it has one.')
  ),
  sentence(/^see the variables http_proxy, https_proxy and no_proxy$/, trans =>
    trans.__('Check the environment variables http_proxy, https_proxy and no_proxy of Jupyter.')
  ),
  sentence(/^if this happens each time, a proxy before openBIS .* must exceed (.*)$/, (trans, limit) =>
    trans.__(
      'If this happens each time, a proxy before openBIS may refuse requests of this size: its limit (client_max_body_size) must exceed %1.',
      limit
    )
  )
];

/** The start of advice. */
export const BEFORE_ADVICE =
  /; (?=(?:compare|take) the address |openBIS was looked for below |see the variables |if this happens each time, )/;

/** Return a server in the user's language: its address, and notes in parentheses or after commas. */
function serverInWords(text: string, trans: TranslationBundle): string {
  const [address, ...notes] = text.replace(/ \((.*)\)$/, ', $1').split(', ');
  const said = notes.map(each => noteInWords(each, trans));
  return said.length ? `${address} (${said.join(', ')})` : address;
}

function noteInWords(note: string, trans: TranslationBundle): string {
  const [, what, name] = /^(the data store|through the proxy)(?: (.*))?$/.exec(note) ?? [];
  if (what === 'the data store') {
    return name ? trans.__('data store %1', name) : trans.__('data store');
  }
  return what ? trans.__('through the proxy %1', name) : note;
}
