import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck, IconCircle, IconShieldStar } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { EntryPage } from './entry-page.tsx';
import { looksLikeEmail, minPasswordLength, passwordProblem, signUpErrors } from './form-errors.ts';
import { instanceQuery, signUp } from './queries.ts';
import classes from './entry-page.module.css';
import rule from './password-rule.module.css';

const leads = {
  open: 'A minute from here to your first app.',
  waitlist: 'New accounts start on a waiting list; an administrator lets people in.',
  invite: 'This instance is by invitation: use the address you were invited with.',
};

export function SignUpPage() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const instance = useQuery(instanceQuery);
  const form = useForm({
    initialValues: { name: '', email: '', password: '' },
    validate: {
      name: (value) => (value.trim() === '' ? 'Enter your name.' : null),
      email: (value) => (looksLikeEmail(value) ? null : 'Enter a full email address, such as name@company.com.'),
      password: passwordProblem,
    },
  });
  const entry = useMutation({
    mutationFn: signUp,
    onSuccess: async () => {
      queries.clear();
      await navigate({ to: '/', replace: true });
    },
    onError: (error) => form.setErrors(signUpErrors(error).fields),
  });
  const failed = entry.error ? signUpErrors(entry.error) : undefined;
  const email = form.values.email.trim();
  const isLongEnough = form.values.password.length >= minPasswordLength;

  const lead = instance.data?.isFirstAccount === false ? leads[instance.data.signup] : leads.open;

  return (
    <EntryPage title="Create your account" lead={lead}>
      {instance.data?.isFirstAccount && (
        <p className={classes.notice}>
          <IconShieldStar size={20} stroke={1.7} aria-hidden="true" style={{ flex: 'none' }} />
          You are the first: this account will administer the instance.
        </p>
      )}
      <form onSubmit={form.onSubmit((values) => entry.mutate({ ...values, name: values.name.trim(), email }))} noValidate>
        <Stack gap="md">
          {failed?.general && <Alert color="red" variant="light" role="alert" title={failed.general.detail}>{failed.general.hint}</Alert>}
          {failed?.isTaken && (
            <Alert color="petrol" variant="light" role="alert" title="You have an account already">
              <Anchor fw={550} fz="sm" renderRoot={(props) => <Link to="/sign-in" search={{ email }} {...props} />}>Sign in as {email}</Anchor>
            </Alert>
          )}
          <TextInput label="Name" autoComplete="name" size="md" autoFocus {...form.getInputProps('name')} />
          <TextInput label="Email" type="email" autoComplete="username" inputMode="email" size="md" {...form.getInputProps('email')} />
          <div>
            <PasswordInput label="Password" autoComplete="new-password" size="md" aria-describedby="password-rule" {...form.getInputProps('password')} />
            <p className={rule.rule} id="password-rule" data-met={isLongEnough || undefined}>
              {isLongEnough ? <IconCheck size={14} stroke={2.4} aria-hidden="true" /> : <IconCircle size={14} aria-hidden="true" />}
              At least {minPasswordLength} characters
            </p>
          </div>
          <Button type="submit" size="md" loading={entry.isPending}>Create account</Button>
        </Stack>
      </form>
      <p className={classes.switch}>
        Have an account? <Anchor component={Link} to="/sign-in" fw={550} fz="inherit">Sign in</Anchor>
      </p>
    </EntryPage>
  );
}
