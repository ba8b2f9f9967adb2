import { parseDate } from '@internationalized/date';
import { Button } from 'react-aria-components/Button';
import { Calendar, CalendarCell, CalendarGrid } from 'react-aria-components/Calendar';
import { DateInput, DateSegment } from 'react-aria-components/DateField';
import { DatePicker as AriaDatePicker } from 'react-aria-components/DatePicker';
import { Dialog } from 'react-aria-components/Dialog';
import { Group } from 'react-aria-components/Group';
import { Heading } from 'react-aria-components/Heading';
import { Label } from 'react-aria-components/Label';
import { Popover } from 'react-aria-components/Popover';
import type { DateFieldProps } from './date-field.js';
import { Sign } from './sign.js';
import './date-picker.css';
import './popover.css';

/** The part of a date field that is fetched on demand. */
export function DatePicker({ label, value, onChange, isRequired }: DateFieldProps) {
  return (
    <AriaDatePicker
      className="ft-field"
      value={value === null ? null : parseDate(value)}
      onChange={(date) => onChange(date?.toString() ?? null)}
      {...(isRequired === undefined ? {} : { isRequired })}
    >
      <Label className="ft-label">{label}</Label>
      <Group className="ft-input ft-date">
        <DateInput className="ft-date-input">
          {(segment) => <DateSegment segment={segment} className="ft-date-part" />}
        </DateInput>
        <Button className="ft-date-button">
          <Sign of="calendar" />
        </Button>
      </Group>
      <Popover className="ft-popover">
        <Dialog className="ft-dialog">
          <Calendar className="ft-calendar">
            <header>
              <Button slot="previous" className="ft-date-button">
                <Sign of="left" />
              </Button>
              <Heading />
              <Button slot="next" className="ft-date-button">
                <Sign of="right" />
              </Button>
            </header>
            <CalendarGrid>{(date) => <CalendarCell date={date} className="ft-day" />}</CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </AriaDatePicker>
  );
}
