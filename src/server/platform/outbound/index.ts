export { isPublicAddress } from './public-address.ts';
export { AddressRefused, publicFetch } from './public-fetch.ts';
