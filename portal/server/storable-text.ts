/** What PostgreSQL can hold: the rule is the contract's, so it stands in domain/. */
export { isStorable } from '../../domain/storable-text.ts';
