import { useState } from 'react';
import type { Call } from '../../api/contracts/contract.js';
import type { createRobot, RobotView } from '../../api/contracts/robots.js';
import type { listTeams } from '../../api/contracts/teams.js';
import { type Faults, faultsOf, NO_FAULTS } from '../api/faults.js';
import { useAct, useOne } from '../api/hooks.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { usePeople } from '../app/people.js';
import { ActDialog } from '../kit/act-dialog.js';
import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { useTexts } from '../texts/use-texts.js';
import { robotTexts } from './texts.js';

type Kind = RobotView['kind'];
const KINDS: readonly Kind[] = ['wecom', 'dingtalk', 'feishu', 'lark', 'slack'];

/** How the addresses of each kind begin, and whether its robots can check signatures. */
const KNOWN: Readonly<Record<Kind, { readonly start: string; readonly signs: boolean }>> = {
  wecom: { start: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…', signs: false },
  dingtalk: { start: 'https://oapi.dingtalk.com/robot/send?access_token=…', signs: true },
  feishu: { start: 'https://open.feishu.cn/open-apis/bot/v2/hook/…', signs: true },
  lark: { start: 'https://open.larksuite.com/open-apis/bot/v2/hook/…', signs: true },
  slack: { start: 'https://hooks.slack.com/services/…', signs: false },
};

interface RobotForm {
  readonly kind: Kind;
  readonly name: string;
  readonly whose: 'user' | 'team';
  readonly userId: string | null;
  readonly teamId: string | null;
  readonly address: string;
  readonly secret: string;
}

const EMPTY: RobotForm = {
  ...{ kind: 'wecom', name: '', whose: 'team', userId: null, teamId: null, address: '', secret: '' },
};

/** As the API takes it; null: it isn't said whose notices it says. */
function bodyOf({
  kind,
  name,
  whose,
  userId,
  teamId,
  address,
  secret,
}: RobotForm): Call<typeof createRobot>['body'] | null {
  const said = { kind, name: name.trim(), address: address.trim() };
  const sealed = KNOWN[kind].signs && secret.trim() !== '' ? { secret: secret.trim() } : {};
  if (whose === 'user') return userId === null ? null : { ...said, ...sealed, whose: { type: 'user', userId } };
  return teamId === null ? null : { ...said, ...sealed, whose: { type: 'team', teamId } };
}

/** Adds a chat robot. */
export function NewRobotDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(robotTexts);
  const problems = useTexts(problemTexts);
  const act = useAct<typeof createRobot>('POST /v1/robots');
  const [form, setForm] = useState(EMPTY);
  const [faults, setFaults] = useState<Faults>(NO_FAULTS);
  const body = bodyOf(form);
  const errorAt = (pointer: string): string | undefined => {
    const fault = faults.get(pointer);
    return fault === undefined ? undefined : (wordsOf(problems, fault.code) ?? fault.message);
  };
  const missing =
    form.name.trim() === ''
      ? t.wrongName
      : body === null
        ? t.wrongWhose
        : form.address.trim() === ''
          ? t.wrongAddress
          : null;
  return (
    <ActDialog
      title={t.new}
      effect={t.newEffect}
      confirm={t.create}
      done={t.created}
      reason="none"
      missing={missing}
      onClose={onClose}
      run={async (_, key) => {
        if (body === null) return;
        setFaults(NO_FAULTS);
        try {
          await act.run({ body }, key);
        } catch (error) {
          setFaults(faultsOf(error));
          throw error;
        }
      }}
    >
      <Fields form={form} set={(change) => setForm((old) => ({ ...old, ...change }))} errorAt={errorAt} />
    </ActDialog>
  );
}

interface FieldsProps {
  readonly form: RobotForm;
  readonly set: (change: Partial<RobotForm>) => void;
  readonly errorAt: (pointer: string) => string | undefined;
}

function Fields({ form, set, errorAt }: FieldsProps) {
  const t = useTexts(robotTexts);
  const { start, signs } = KNOWN[form.kind];
  return (
    <>
      <Select
        label={t.kind}
        options={KINDS.map((id) => ({ id, label: t[id] }))}
        value={form.kind}
        onChange={(kind) => set({ kind })}
      />
      <TextField
        label={t.name}
        help={t.nameHelp}
        value={form.name}
        onChange={(name) => set({ name })}
        maxLength={200}
        isRequired
        error={errorAt('/name')}
      />
      <WhoseFields form={form} set={set} errorAt={errorAt} />
      <TextField
        label={t.address}
        help={t.addressHelp(start)}
        autoComplete="off"
        spellCheck="false"
        value={form.address}
        onChange={(address) => set({ address })}
        maxLength={1000}
        isRequired
        error={errorAt('/address')}
      />
      {signs && (
        <TextField
          label={t.secret}
          help={t.secretHelp}
          type="password"
          autoComplete="new-password"
          value={form.secret}
          onChange={(secret) => set({ secret })}
          maxLength={1000}
          error={errorAt('/secret')}
        />
      )}
    </>
  );
}

function WhoseFields({ form, set, errorAt }: FieldsProps) {
  const t = useTexts(robotTexts);
  const people = usePeople();
  const teams = useOne<typeof listTeams>('GET /v1/teams', {});
  return (
    <>
      <div>
        <Select
          label={t.forWhom}
          options={(['team', 'user'] as const).map((id) => ({ id, label: t[id] }))}
          value={form.whose}
          onChange={(whose) => set({ whose })}
        />
        {form.whose === 'team' && <p className="ft-help">{t.teamHelp}</p>}
      </div>
      {form.whose === 'user' ? (
        <Select
          label={t.person}
          options={people.all.filter(({ active }) => active).map(({ id, name }) => ({ id, label: name }))}
          value={form.userId}
          onChange={(userId) => set({ userId })}
          error={errorAt('/whose')}
        />
      ) : (
        <Select
          label={t.ownTeam}
          options={(teams.data?.data ?? []).map(({ id, name }) => ({ id, label: name }))}
          value={form.teamId}
          onChange={(teamId) => set({ teamId })}
          error={errorAt('/whose')}
        />
      )}
    </>
  );
}
