import i18n from 'i18next';
import { ApiError, OFFLINE } from '@/api/client';

/** What went wrong, as a sentence a person can act on. */
export function sentence(error: unknown): string {
  if (error instanceof ApiError) {
    switch (error.status) {
      case OFFLINE:
        return i18n.t('error.offline');
      case 401:
        return error.detail || i18n.t('error.signedOut');
      case 413:
        return i18n.t('error.tooLarge');
      case 429:
        return i18n.t('error.tooMany');
      case 507:
        return i18n.t('error.diskFull');
      case 403:
        return error.detail && error.detail !== 'Access denied' ? error.detail : i18n.t('error.denied');
      case 404:
        return error.detail || i18n.t('error.notFound');
      default:
        return error.detail || i18n.t('error.server', { status: error.status });
    }
  }
  if (error instanceof Error && error.message) return error.message;
  return i18n.t('error.unknown');
}
