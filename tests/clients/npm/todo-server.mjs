// A CRUD server with its own OpenAPI document, an example of its framework, on loopback; its data live in the working folder.
// It prints where it is as one line of JSON and ends with its input.

import { mkdirSync } from 'node:fs';
import example from '@loopback/example-todo';

// Its notices too: nobody reads its output after the first line.
console.log = console.warn;

mkdirSync('data', { recursive: true });
const application = new example.TodoListApplication({ rest: { port: 0, host: '127.0.0.1' } });
await application.boot();
await application.start();
process.stdout.write(`${JSON.stringify({ url: application.restServer.url })}\n`);
process.stdin.on('end', () => process.exit()).resume();
