import type { Officer } from '../../../domain/officer.ts';
import { useText } from '../text.ts';

/** Two of one name are told apart by their title, and by the id at last. */
export const OfficerLine = ({ officer }: { readonly officer: Officer }) => {
  const t = useText();
  const { id, name, title, roles } = officer;
  return (
    <li>
      <b>{name}</b>
      <span>{[title, roles.map((role) => t(`lists.role.${role}`)).join(', ')].filter(Boolean).join(' · ')}</span>
      <span className="fig mono muted">{id}</span>
    </li>
  );
};
