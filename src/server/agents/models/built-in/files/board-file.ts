import { dataPath } from './cells.ts';
import { code, element, imports } from './code.ts';
import type { Doc } from './code.ts';
import type { AppModel, EntityModel } from './model.ts';
import { lower, property, quote } from './text.ts';

export function boardField(entity: EntityModel) {
  const view = entity.views.find((one) => one.kind === 'board');
  return entity.fields.find((field) => field.name === view?.by);
}

/** `features/deals/board.tsx`: a column for each option; cards move by drag or by their menu. */
export function boardFile(_model: AppModel, entity: EntityModel): string {
  const { one, list, type, types } = entity.names;
  const by = boardField(entity)!;
  const options = `${by.name}Options`;
  const money = entity.fields.find((field) => field.type === 'money');
  return code`
    ${imports({
      [dataPath('../../ui', entity)]: [list, `${one}Title`, options, `type ${type}`, `type Saved${type}`],
      '../../ui/board': ['Board', 'BoardCard', 'BoardColumn', 'MoveMenu', 'Unsorted'],
      '../../ui/feedback': ['showError'],
      '../../ui/numbers': money ? ['formatTotal', 'sumOf'] : [],
      './card': [`${type}Card`],
    })}

    type Props = {
      ${list}: Saved${type}[];
      canWrite: boolean;
      onOpen: (${one}: Saved${type}) => void;
      onAdd: (value: NonNullable<${type}['${by.name}']>) => void;
    };

    export function ${types}Board({ ${list}: shown, canWrite, onOpen, onAdd }: Props) {
      async function move(id: string, to: string) {
        const value = ${options}.find((option) => option.value === to)?.value;
        try {
          if (value) await ${list}.update(id, { ${property(by.name, 'value')} });
        } catch (error) {
          showError(${quote(`The ${lower(entity.singular)} could not be moved`)}, error);
        }
      }

      return (
        <Board>
          {${options}.map((option) => {
            const cards = shown.filter((${one}) => ${one}.${by.name} === option.value);
            ${money ? `const total = sumOf(cards, (${one}) => ${one}.${money.name});` : ''}
            return (
              <BoardColumn
                key={option.value}
                option={option}
                count={cards.length}
                ${money ? `note={formatTotal(total, ${quote(money.unit!)})}` : ''}
                onDropCard={canWrite ? (id) => void move(id, option.value) : undefined}
                onAdd={canWrite ? () => onAdd(option.value) : undefined}
              >
                {cards.map((${one}) => (
                  ${element('BoardCard', [`key={${one}.id}`, `id={${one}.id}`, 'movable={canWrite}'], [
                    element(`${type}Card`, [`${one}={${one}}`, `onOpen={() => onOpen(${one})}`], [
                      element('MoveMenu', [`name={${one}Title(${one})}`, 'canWrite={canWrite}', `options={${options}}`, 'current={option.value}', `onMove={(to) => void move(${one}.id, to)}`]),
                    ]),
                  ])}
                ))}
              </BoardColumn>
            );
          })}
          ${unsorted(entity)}
        </Board>
      );
    }
  ` + '\n';
}

// Records may lack the value: those made before the field was there, and any while it is optional.
function unsorted(entity: EntityModel): Doc {
  const { one, type } = entity.names;
  const by = boardField(entity)!;
  return code`
    <Unsorted items={shown.filter((${one}) => !${one}.${by.name})}>
      {(${one}) => (
        ${element('BoardCard', [`key={${one}.id}`, `id={${one}.id}`, 'movable={canWrite}'], [
          element(`${type}Card`, [`${one}={${one}}`, `onOpen={() => onOpen(${one})}`], [
            element('MoveMenu', [`name={${one}Title(${one})}`, 'canWrite={canWrite}', `options={${by.name}Options}`, `onMove={(to) => void move(${one}.id, to)}`]),
          ]),
        ])}
      )}
    </Unsorted>
  `;
}
