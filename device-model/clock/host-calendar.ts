/** Date and time of day as this host believes it: what a rig under the wall clock starts from. */
export function hostCalendar(): Date {
  return new Date();
}
