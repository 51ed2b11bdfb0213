/** What else the machine tells of its CPUs. It is asked now and then, and answers at once. */
export interface SensorSource {
  read(): SensorReading;
}

/** null: the machine does not tell. */
export interface SensorReading {
  /** Of the hottest CPU. */
  temperatureCelsius: number | null;
  /** On average over some of the cores, in turn over all of them. */
  frequencyMhz: number | null;
  /** Since the first reading, of all CPUs together. */
  energyJoules: number | null;
}
