import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, fetch as undiciFetch } from 'undici';
import { isPublicAddress } from './public-address.ts';

/** A request was on its way to an address that people may not make the server call. */
export class AddressRefused extends Error {
  override name = 'AddressRefused';
  constructor() {
    super('The address is not one of the public internet.');
  }
}

// At the connection itself, so that a name that resolves differently the second time gains nothing.
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return callback(error, '', 4);
    if (found.length === 0 || !found.every(({ address }) => isPublicAddress(address))) return callback(new AddressRefused(), '', 4);
    if (options.all) return callback(null, found);
    callback(null, found[0]!.address, found[0]!.family);
  });
};

const connect = buildConnector({ lookup: publicLookup });
const agent = new Agent({
  connect: (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    // A literal address is never looked up.
    if (isIP(host) !== 0 && !isPublicAddress(host)) return callback(new AddressRefused(), null);
    connect(options, callback);
  },
});

/**
 * `fetch` for addresses that people name: https only, public addresses only (checked after name resolution), and no
 * redirects. Rejects with AddressRefused, possibly as the cause.
 */
export const publicFetch: typeof fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.protocol !== 'https:') throw new AddressRefused();
  // The types of undici and of Node's own copy of it differ by version; at run time both are fetch.
  return await undiciFetch(url, { ...(init as object), dispatcher: agent, redirect: 'error' }) as unknown as Response;
};
