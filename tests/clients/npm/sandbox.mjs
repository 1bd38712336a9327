// A started sandbox, and a person who fills in its pages without a browser.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export const REDIRECT_URI = 'http://127.0.0.1:8400/callback';
export const WEB = { id: 'web.apps.bqe.com', secret: 's3cr-t_1' };
export const NATIVE = { id: 'native.apps.bqe.com' };

/** Starts the program that SANDBOX names, with one web client and one native client. */
export async function start() {
  const clients = [`${WEB.id}:${WEB.secret}=${REDIRECT_URI}`, `${NATIVE.id}=${REDIRECT_URI}`];
  const program = process.env.SANDBOX;
  if (!program) throw new Error('SANDBOX has to name the sandbox program; `cargo xtask test --only clients` sets it');
  const child = spawn(program, ['--port', '0', ...clients.flatMap((client) => ['--client', client])], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const ready = JSON.parse(line);
  return {
    issuer: ready.core.issuer,
    api: ready.core.api,
    account: ready.accounts[0],
    /** Sets a fault by the admin page; `off` clears it. */
    fault: async (name, value) => {
      const answer = await post(`${ready.admin}/do`, { action: 'set', name, value });
      if (answer.status !== 303) throw new Error(`the fault ${name} cannot be ${value}`);
    },
    stop: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

/** Logs in, takes the first company, and grants or denies. Returns the address to which the browser is sent. */
export async function consent(authorizationUrl, account, { deny = false, without = [] } = {}) {
  const origin = authorizationUrl.origin;
  const login = new URL(destination(await fetch(authorizationUrl, { redirect: 'manual' })), origin);
  const signin = login.searchParams.get('signin');
  const form = { signin, username: account.user, password: account.password };
  const companies = new URL(destination(await post(new URL('/idp/Account/Login', origin), form)), origin);
  const page = await (await fetch(companies)).text();
  const company = /name="company" value="([^"]+)"/.exec(page)[1];
  const permissions = new URL(destination(await post(new URL('/idp/Account/Company', origin), { signin, company })), origin);
  const boxes = [...(await (await fetch(permissions)).text()).matchAll(/name="scope" value="([^"]+)"/g)].map(([, scope]) => scope);
  const fields = boxes.filter((scope) => !without.includes(scope)).map((scope) => ['scope', scope]);
  const decision = await post(new URL('/idp/consent', origin), [['signin', signin], ['decision', deny ? 'deny' : 'grant'], ...fields]);
  return new URL(destination(decision));
}

function post(url, fields) {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
}

function destination(answer) {
  const location = answer.headers.get('location');
  if (answer.status !== 303 || !location) throw new Error(`no redirect but ${answer.status}`);
  return location;
}
