import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, Connection, PresentedCertificate } from '../../api';
import { chooseAction } from '../../testing/cardMenu';
import { FOUND } from '../../testing/instanceCheck';
import { connection, FakeServices, fakeServices, renderWith } from '../../testing/render';
import { ConnectionsView } from '../ConnectionsView';
import { isSameHost } from './formValues';

const NEW = Array(32).fill('AB').join(':');
const OLD = Array(32).fill('0F').join(':');
const LINE = Array(8).fill('AB').join(':');
const PRESENTED: PresentedCertificate = {
  server: 'https://openbis.example.org',
  fingerprint: NEW,
  subject: 'CN=openbis.example.org,O=Example Lab',
  issuer: 'CN=openbis.example.org,O=Example Lab',
  selfSigned: true,
  hosts: ['openbis.example.org'],
  notBefore: '2024-01-02T00:00:00+00:00',
  notAfter: '2024-03-04T00:00:00+00:00',
  trusted: []
};
const REASON =
  'connection to lab could not be established: the certificate of https://openbis.example.org could not be verified: ' +
  'self-signed certificate. CA file in use: /ca.pem. Set ca_bundle to the file. Or compare its SHA-256 fingerprint';
const CHANGED =
  'connection to lab could not be established: the certificate of https://openbis.example.org has changed, nothing ' +
  `was sent: its SHA-256 fingerprint is ${NEW}, trusted: ${OLD}. Ask the openBIS administrators`;
const UNTRUSTED = {
  ...FOUND,
  reachable: false,
  problem: REASON,
  code: 'certificate-not-trusted',
  certificate: PRESENTED
};

async function drawn(...all: Connection[]): Promise<FakeServices> {
  const services = fakeServices();
  services.server.on('GET', 'conns', { connections: all, notebook_dir: '/home/alice' });
  renderWith(services, <ConnectionsView />);
  await act(() => services.connections.start());
  return services;
}

const button = (name: string) => screen.getByRole('button', { name });
const checkOf = (fingerprints: string[]) => (body: { certificate_fingerprints: string[] }) =>
  JSON.stringify(body.certificate_fingerprints) === JSON.stringify(fingerprints) ? FOUND : UNTRUSTED;

describe('a certificate that is not trusted', () => {
  it('is shown after the check, and trusted by a button', async () => {
    const { server } = await drawn();
    server.on('POST', 'check', checkOf([NEW])).on('POST', 'conns', {});
    await userEvent.type(screen.getByRole('textbox', { name: 'URL *' }), 'openbis.example.org');
    await userEvent.tab();
    const shown = within(await screen.findByRole('region', { name: 'Certificate of the server' }));
    expect(shown.getByText('CN=openbis.example.org,O=Example Lab')).toBeVisible();
    expect(shown.getByText('itself (self-signed)')).toBeVisible();
    expect(shown.getByText(/2024.*2024.*\(expired\)/)).toBeVisible();
    expect(shown.getAllByText(LINE)).toHaveLength(4);
    await userEvent.click(button('Trust this certificate'));
    expect(await screen.findByText(/openBIS answers at/)).toHaveTextContent('its certificate is trusted');
    expect(screen.queryByRole('region', { name: 'Certificate of the server' })).toBeNull();
    expect(button('Check')).toHaveFocus();
    await userEvent.click(button('Add'));
    await waitFor(() =>
      expect(server.bodies('POST', 'conns')).toMatchObject([{ certificate_fingerprints: [NEW] }])
    );
  });

  it('of another server is forgotten with the address', async () => {
    const { server } = await drawn();
    server.on('POST', 'check', checkOf([NEW])).on('POST', 'conns', {});
    const url = screen.getByRole('textbox', { name: 'URL *' });
    await userEvent.type(url, 'openbis.example.org');
    await userEvent.tab();
    await userEvent.click(await screen.findByRole('button', { name: 'Trust this certificate' }));
    await screen.findByText(/openBIS answers at/);
    await userEvent.type(url, '/openbis');
    await userEvent.click(button('Check'));
    await screen.findByText(/openBIS answers at/);
    await userEvent.clear(url);
    await userEvent.type(url, 'other.example.org');
    await userEvent.click(button('Check'));
    await screen.findByRole('region', { name: 'Certificate of the server' });
    expect(server.bodies('POST', 'check')).toMatchObject([
      { certificate_fingerprints: [] },
      { certificate_fingerprints: [NEW] },
      { certificate_fingerprints: [NEW] },
      { certificate_fingerprints: [] }
    ]);
  });

  it('of a data store is added to the trusted ones', async () => {
    const trusted = { ...UNTRUSTED, certificate: { ...PRESENTED, trusted: [OLD] } };
    const { server } = await drawn(connection({ certificate_fingerprints: [OLD] }));
    server.on('POST', 'check', trusted).on('PATCH', 'conn/lab', { connection: connection() });
    await chooseAction('lab', 'Edit…');
    await userEvent.click(button('Check'));
    await userEvent.click(await screen.findByRole('button', { name: 'Trust this certificate' }));
    await userEvent.click(button('Save'));
    await waitFor(() =>
      expect(server.bodies('PATCH', 'conn/lab')).toEqual([
        { certificate_fingerprints: [OLD, NEW], save: true }
      ])
    );
  });

  it('is trusted after a failed login, which is repeated then', async () => {
    const { server } = await drawn(connection({ status: 'not connected' }));
    const failed = new ApiError(500, REASON, 'certificate-not-trusted', [], { certificate: PRESENTED });
    server.on('PUT', 'conn/lab', failed).on('PATCH', 'conn/lab', () => {
      server.on('PUT', 'conn/lab', { connection: connection() });
      return { connection: connection() };
    });
    await userEvent.type(screen.getByLabelText('Password or access token'), 'secret{Enter}');
    await userEvent.click(await screen.findByRole('button', { name: 'Trust this certificate' }));
    await waitFor(() => expect(server.bodies('PUT', 'conn/lab')).toHaveLength(2));
    expect(server.bodies('PATCH', 'conn/lab')).toEqual([{ certificate_fingerprints: [NEW], save: true }]);
    expect(server.bodies('PUT', 'conn/lab')[1]).toMatchObject({ password: 'secret' });
  });
});

describe('a certificate that has changed', () => {
  const error = new ApiError(500, CHANGED, 'certificate-changed', [], {
    certificate: { ...PRESENTED, trusted: [OLD] }
  });

  it('is a warning with both fingerprints, and needs a confirmation', async () => {
    const { server } = await drawn(connection({ status: 'not connected', saved: false }));
    server.on('PUT', 'conn/lab', error).on('PATCH', 'conn/lab', { connection: connection() });
    await userEvent.type(screen.getByLabelText('Password or access token'), 'secret{Enter}');
    const shown = await screen.findByRole('region', { name: 'The certificate has changed' });
    expect(shown).toHaveTextContent(/Ask your openBIS administrator whether the certificate was renewed/);
    expect(within(shown).getAllByText(LINE)).toHaveLength(4);
    expect(within(shown).getAllByText(LINE.replace(/AB/g, '0F'))).toHaveLength(4);
    expect(button('Trust the new certificate')).toBeDisabled();
    await userEvent.click(within(shown).getByRole('checkbox'));
    await userEvent.click(button('Trust the new certificate'));
    await waitFor(() =>
      expect(server.bodies('PATCH', 'conn/lab')).toEqual([{ certificate_fingerprints: [NEW] }])
    );
  });

  it('is shown in the card of a connection that is logged in', async () => {
    const { connections } = await drawn(connection());
    act(() => connections.setReachability('lab', error));
    expect(screen.getByRole('region', { name: 'The certificate has changed' })).toBeVisible();
    expect(screen.getByText(/has changed\. Nothing was sent to it\./)).toBeVisible();
  });
});

test('trusted certificates can be removed', async () => {
  const { server } = await drawn(connection({ certificate_fingerprints: [OLD, NEW] }));
  server.on('PATCH', 'conn/lab', { connection: connection() });
  await chooseAction('lab', 'Edit…');
  await userEvent.click(screen.getByText('Certificate and encryption'));
  await userEvent.click(button(`Remove ${OLD}`));
  await userEvent.click(button('Save'));
  await waitFor(() =>
    expect(server.bodies('PATCH', 'conn/lab')).toEqual([{ certificate_fingerprints: [NEW], save: true }])
  );
});

test.each([
  ['openbis.example.org', 'https://OPENBIS.example.org/openbis', true],
  ['openbis.example.org', 'openbis.example.org:8443', false],
  ['openbis.example.org', 'openbis.example.com', false],
  ['', 'openbis', false]
])('%j and %j are the same host: %j', (one, other, same) => {
  expect(isSameHost(one, other)).toBe(same);
});
