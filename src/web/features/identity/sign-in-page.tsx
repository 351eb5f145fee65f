import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { EntryPage } from './entry-page.tsx';
import { looksLikeEmail, signInErrors } from './form-errors.ts';
import { signIn } from './queries.ts';
import classes from './entry-page.module.css';

export function SignInPage() {
  const { email = '', next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { email, password: '' },
    validate: {
      email: (value) => (looksLikeEmail(value) ? null : 'Enter your email address.'),
      password: (value) => (value === '' ? 'Enter your password.' : null),
    },
  });
  const entry = useMutation({
    mutationFn: signIn,
    onSuccess: async () => {
      queries.clear();
      await navigate({ to: next ?? '/', replace: true });
    },
    onError: (error) => form.setErrors(signInErrors(error).fields),
  });
  const general = entry.error ? signInErrors(entry.error).general : undefined;

  return (
    <EntryPage title="Sign in" lead="Good to see you again.">
      <form onSubmit={form.onSubmit((values) => entry.mutate({ ...values, email: values.email.trim() }))} noValidate>
        <Stack gap="md">
          {general && <Alert color="red" variant="light" role="alert" title={general.detail}>{general.hint}</Alert>}
          <TextInput label="Email" type="email" autoComplete="username" inputMode="email" size="md" autoFocus={email === ''} {...form.getInputProps('email')} />
          <PasswordInput label="Password" autoComplete="current-password" size="md" autoFocus={email !== ''} {...form.getInputProps('password')} />
          <Button type="submit" size="md" mt={6} loading={entry.isPending}>Sign in</Button>
        </Stack>
      </form>
      <p className={classes.switch}>
        New here? <Anchor component={Link} to="/sign-up" fw={550} fz="inherit">Create an account</Anchor>
      </p>
    </EntryPage>
  );
}
