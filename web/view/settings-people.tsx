/** The cards about people and what they may; each for those who may see it. */
import { may, session } from '../state/session.ts';
import { AuditCard } from './settings-audit.tsx';
import { TokenCards } from './settings-tokens.tsx';
import { UsersCard } from './settings-users.tsx';
import { SessionsCard, YouCard } from './settings-you.tsx';
import '../style/people.css';

export function PeopleCards() {
  const known = session.value;
  if (known?.state !== 'signedIn') return null;
  return (
    <>
      <YouCard known={known} />
      <SessionsCard />
      {may('admin') && (
        <>
          <UsersCard />
          <TokenCards />
          <AuditCard />
        </>
      )}
    </>
  );
}
