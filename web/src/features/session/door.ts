// The screens in front of the door, apart from `index.ts` so that they are fetched only when needed.
export { ClosedPage } from './components/ClosedPage';
export { SignInPage } from './components/SignInPage';
export { WizardPage } from './components/WizardPage';
