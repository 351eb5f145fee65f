import { Autocomplete } from '@mantine/core';
import type { AutocompleteProps } from '@mantine/core';
import { useMembers } from '@ninefold/app';

/** The name of a person: offers the members of the project, and takes any other name too. */
export function PersonInput(props: Omit<AutocompleteProps, 'data'>) {
  const members = useMembers();
  const names = [...new Set(members.map((member) => member.displayName))];
  return <Autocomplete data={names} autoComplete="off" {...props} />;
}
