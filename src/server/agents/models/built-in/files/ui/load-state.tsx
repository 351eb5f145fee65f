import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { messageOf } from '@ninefold/app';

/** Stands in for a list while it is read. */
export function LoadingRows() {
  return (
    <Stack gap="sm" role="status" aria-label="Loading">
      <Skeleton height={36} width="40%" />
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} height={40} />
      ))}
    </Stack>
  );
}

/** Says why a list could not be read, and offers to try again. */
export function LoadError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <Alert color="red" title="The records could not be loaded" icon={<IconAlertTriangle aria-hidden />}>
      <Stack gap="sm" align="flex-start">
        {messageOf(error)}
        <Button size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      </Stack>
    </Alert>
  );
}

/** The filters leave nothing over: offers to take them off. */
export function NothingFound({ onReset }: { onReset: () => void }) {
  return (
    <Stack align="center" gap="xs" py="xl">
      <Text c="dimmed">Nothing matches the search and the filters.</Text>
      <Button size="xs" variant="default" onClick={onReset}>
        Clear filters
      </Button>
    </Stack>
  );
}

export function TruncatedNotice() {
  return <Alert color="yellow">There are more records than fit here: only the first 10,000 are shown.</Alert>;
}
