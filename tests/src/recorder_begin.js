// Keeps what goes between this page and the core: requests and answers as they pass `fetch`, and events.
if (!window.__traffic) {
  const traffic = (window.__traffic = []);
  const keep = (way, command, text) => traffic.push({ way, command, text });
  const plainFetch = window.fetch;
  window.fetch = async (address, init) => {
    const command = String(address?.url ?? address);
    keep('request', command, typeof init?.body === 'string' ? init.body : '');
    const answer = await plainFetch(address, init);
    answer.clone().text().then((text) => keep('answer', command, text), (error) => keep('answer', command, String(error)));
    return answer;
  };
  // What the core tells by itself reaches every listener alike; this one only writes it down.
  const internals = window.__TAURI_INTERNALS__;
  for (const event of ['desk-changed', 'mirror-changed', 'run-progressed', 'sign-in-progressed']) {
    const handler = internals.transformCallback((told) => keep('event', event, JSON.stringify(told)));
    internals.invoke('plugin:event|listen', { event, target: { kind: 'Any' }, handler });
  }
}
