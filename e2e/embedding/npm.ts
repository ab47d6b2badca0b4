// A page with the package from npm, unchanged.
import SDK from '@onlyoffice/docspace-sdk-js';
import { host } from './host.ts';

const sdk = new SDK();
host(() => sdk);
