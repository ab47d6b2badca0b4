export { WebhooksArea } from './components/WebhooksArea';
