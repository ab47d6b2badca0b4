// Apart from the rest of the feature: pdf.js comes with it.
export { FormPage } from './components/FormPage';
