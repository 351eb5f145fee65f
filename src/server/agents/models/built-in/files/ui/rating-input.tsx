import { Group, Input, Rating, Text } from '@mantine/core';

type Props = {
  label: string;
  required?: boolean;
  max?: number;
  error?: React.ReactNode;
  value?: number;
  onChange?: (value: number) => void;
};

/** Stars to click; a second click on the same star takes the rating back. */
export function RatingInput({ label, required, max = 5, error, value = 0, onChange }: Props) {
  return (
    <Input.Wrapper label={label} required={required} error={error} labelElement="div">
      <Group gap="xs" h={36}>
        <Rating
          aria-label={label}
          count={max}
          value={value}
          allowClear
          onChange={onChange}
          size="md"
          getSymbolLabel={(stars) => `${stars} of ${max}`}
        />
        <Text size="sm" c="dimmed">
          {value > 0 ? `${value} of ${max}` : 'No rating'}
        </Text>
      </Group>
    </Input.Wrapper>
  );
}
