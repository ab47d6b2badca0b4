// A page with the script of the space.
import { host } from './host.ts';

host(() => (window as unknown as { DocSpace: { SDK: unknown } }).DocSpace.SDK);
