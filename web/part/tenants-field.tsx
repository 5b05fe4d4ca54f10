/** A field for the tenants that somebody is to see: none typed means all. */

interface TenantsFieldProps {
  readonly text: string;
  readonly isOpen: boolean;
  readonly onText: (text: string) => void;
}

export function TenantsField({ text, isOpen, onText }: TenantsFieldProps) {
  return (
    <label>
      Only these tenants
      <input
        placeholder="all of them; or names, with commas"
        disabled={!isOpen}
        value={isOpen ? text : ''}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    </label>
  );
}
