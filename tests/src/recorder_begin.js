// Keeps what goes between this page and the core: requests and answers as they pass `fetch`, and what the core
// tells by itself as it passes the callbacks.
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
  const internals = window.__TAURI_INTERNALS__;
  const plainRun = internals?.runCallback;
  if (plainRun) {
    const run = (id, data) => {
      keep('event', String(id), JSON.stringify(data) ?? '');
      return plainRun(id, data);
    };
    try {
      Object.defineProperty(internals, 'runCallback', { value: run, configurable: true });
    } catch {
      keep('event', 'not recorded', '');
    }
  }
}
