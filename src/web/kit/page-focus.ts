/*
 * After a navigation inside the page, focus goes to the new page's heading: keyboards start there and screen readers say
 * it. The first page of a load leaves focus alone.
 */

let due = false;

/** A navigation happened: the next heading that appears takes the focus. */
export function headingIsDue(): void {
  due = true;
}

/** Whether this heading is the one; answers yes once. */
export function takeHeading(): boolean {
  const take = due;
  due = false;
  return take;
}
