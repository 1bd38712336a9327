// The service's comparison of redirect URIs: text by text, more query parameters may follow.

import type {
  PartFindingView,
  RedirectUriCheckView,
  RedirectUriFindingView,
  RedirectUriProblemView,
  SegmentView,
} from '../bindings';

interface Parts {
  scheme: string;
  host: string;
  port: string;
  path: string;
  query: string;
}

const ADDRESS = /^([a-z][a-z0-9+.-]*):\/\/(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?([^?#]*)(?:\?([^#]*))?/i;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

function partsOf(address: string): Parts {
  const [, scheme = '', host = '', port = '', path = '', query = ''] = ADDRESS.exec(address) ?? [];
  return { scheme, host, port, path, query };
}

export function checkRedirectUri(registered: string, sent: string): RedirectUriCheckView {
  const [one, other] = [partsOf(registered), partsOf(sent)];
  const finding = (
    part: RedirectUriFindingView['part'],
    found: PartFindingView,
  ): RedirectUriFindingView => ({
    part,
    finding: found,
    registered: one[part],
    sent: other[part],
  });
  const findings = [
    finding('scheme', compared(one.scheme, other.scheme)),
    finding('host', compared(one.host, other.host)),
    finding('port', compared(one.port, other.port)),
    finding('path', comparedPaths(one.path, other.path)),
    finding('query', comparedQueries(one.query, other.query)),
  ];
  const problem = problemOf(sent, other);
  return {
    matches: problem === null && findings.every((f) => ['same', 'queryAdded'].includes(f.finding)),
    listens: problem === null && listensAt(other),
    problem,
    registered: segments(registered, one, other),
    sent: segments(sent, other, one),
    findings,
  };
}

export const listensAt = (at: Parts): boolean =>
  at.scheme === 'http' && LOOPBACK.includes(at.host) && at.port !== '';

export const listensTo = (address: string): boolean => listensAt(partsOf(address));
export const portOf = (address: string): number => Number(partsOf(address).port);

const compared = (one: string, other: string): PartFindingView =>
  one === other ? 'same' : one.toLowerCase() === other.toLowerCase() ? 'letterCase' : 'differs';

function comparedPaths(registered: string, sent: string): PartFindingView {
  if (registered === `${sent}/`) return 'slashMissing';
  if (sent === `${registered}/`) return 'slashTooMany';
  return compared(registered, sent);
}

function comparedQueries(registered: string, sent: string): PartFindingView {
  if (registered === sent) return 'same';
  if (registered === '' || sent.startsWith(`${registered}&`)) return 'queryAdded';
  return sent.includes(registered) ? 'queryOrder' : 'queryMissing';
}

function problemOf(sent: string, parts: Parts): RedirectUriProblemView | null {
  if (!ADDRESS.test(sent) || /\s/.test(sent)) return 'notAnAddress';
  if (!['http', 'https'].includes(parts.scheme.toLowerCase())) return 'scheme';
  if (sent.includes('#') || parts.host.includes('@')) return 'userOrFragment';
  if (parts.scheme === 'http' && !LOOPBACK.includes(parts.host)) return 'plainHttpElsewhere';
  return parts.scheme === 'http' && parts.port === '' ? 'noPort' : null;
}

function segments(address: string, mine: Parts, theirs: Parts): SegmentView[] {
  if (!ADDRESS.test(address)) return address ? [{ text: address, differs: true }] : [];
  const same = (text: string): SegmentView => ({ text, differs: false });
  const part = (name: keyof Parts): SegmentView => ({
    text: mine[name],
    differs: mine[name] !== theirs[name],
  });
  return [
    part('scheme'),
    same('://'),
    part('host'),
    ...(mine.port ? [same(':'), part('port')] : []),
    ...pathSegments(mine.path, theirs.path),
    ...(mine.query ? [same('?'), part('query')] : []),
  ].filter((segment) => segment.text !== '');
}

function pathSegments(mine: string, theirs: string): SegmentView[] {
  return mine === `${theirs}/`
    ? [
        { text: theirs, differs: false },
        { text: '/', differs: true },
      ]
    : [{ text: mine, differs: mine !== theirs && theirs !== `${mine}/` }];
}
