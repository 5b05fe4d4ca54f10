/** Loaded before Outcrop: writes down each connection that leaves the machine, and refuses it. */
import { appendFileSync } from 'node:fs';
import dns from 'node:dns';
import net from 'node:net';
import { isMainThread } from 'node:worker_threads';

const LOG = process.env['OUTCROP_TEST_CONNECTIONS'];

const note = (text) => LOG && appendFileSync(LOG, `${text}\n`);
note(isMainThread ? '# main' : '# thread');

const isLoopback = (host) => /^(localhost|127\.|::1$|\[::1\]$)/.test(host ?? 'localhost');

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function connectNoted(...given) {
  const [first] = given;
  const options = Array.isArray(first) ? first[0] : first;
  const host = typeof options === 'object' ? options.host : given[1];
  const isLocal = typeof options === 'object' && typeof options.path === 'string';
  if (!isLocal && !isLoopback(host)) {
    note(`connect ${host}`);
    throw new Error(`A test refuses a connection to ${host}.`);
  }
  return connect.apply(this, given);
};

const { lookup } = dns;
dns.lookup = (host, ...rest) => {
  if (!isLoopback(host)) note(`lookup ${host}`);
  return lookup(host, ...rest);
};
