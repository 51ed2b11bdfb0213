/** The variable that restrack puts into the job's environment: the run's id, behind those of the runs around it. */
export const RUN_ID_VARIABLE = "RESTRACK_RUN_ID";
