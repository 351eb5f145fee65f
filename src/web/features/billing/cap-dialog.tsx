import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Cap } from '#contract/billing.ts';
import type { CapInput } from './queries.ts';

export type Scope = { label: string; projectId: string | null; userId: string | null };
type Props = { scopes: Scope[]; cap: Cap | null; name: string; isSaving: boolean; onClose: () => void; onSave: (cap: CapInput) => void };

/** One cap: of a run, of a month, or both. An empty field is no cap. */
export function CapDialog({ scopes, cap, name, isSaving, onClose, onSave }: Props) {
  const form = useForm({
    initialValues: { scope: '0', perRun: String(cap?.perRun ?? ''), perMonth: String(cap?.perMonth ?? '') },
    validate: {
      perRun: (value) => problemOf(value),
      perMonth: (value, { perRun }) => problemOf(value) ?? (cap === null && value.trim() === '' && perRun.trim() === '' ? 'Give a number here, or for a run.' : null),
    },
  });
  const submit = ({ scope, perRun, perMonth }: typeof form.values) => {
    const place = cap ?? scopes[Number(scope)]!;
    onSave({ projectId: place.projectId, userId: place.userId, perRun: numberOf(perRun), perMonth: numberOf(perMonth) });
  };
  return (
    <Modal opened onClose={onClose} title={cap === null ? 'Set a cap' : `Cap for ${name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <Stack gap="md">
          {cap === null && <NativeSelect label="For" data={scopes.map(({ label }, index) => ({ label, value: String(index) }))} {...form.getInputProps('scope')} />}
          <TextInput label="Tokens a run" description="Empty: no cap." inputMode="numeric" placeholder="200,000" data-autofocus {...form.getInputProps('perRun')} />
          <TextInput label="Tokens a calendar month" description="Empty: no cap. Months begin on the 1st, in UTC." inputMode="numeric" placeholder="5,000,000" {...form.getInputProps('perMonth')} />
          <Group justify="flex-end" gap="sm" mt="xs">
            {cap !== null && (
              <Button variant="subtle" color="red" mr="auto" disabled={isSaving} onClick={() => onSave({ projectId: cap.projectId, userId: cap.userId, perRun: null, perMonth: null })}>Remove</Button>
            )}
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={isSaving}>Save</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function numberOf(text: string): number | null {
  const digits = text.replace(/[\s,.']/g, '');
  return digits === '' ? null : Number(digits);
}

function problemOf(text: string): string | null {
  const n = numberOf(text);
  return n === null || (Number.isInteger(n) && n >= 1 && n <= 1_000_000_000_000) ? null : 'Give a whole number above zero, or leave it empty.';
}
