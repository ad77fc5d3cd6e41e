package dev.nydusview.fuse;

/**
 * A process, its group and its session, as {@code /proc/PID/stat} has them.
 *
 * @param id number of the process
 * @param group number of the processes that a shell starts as one job; 0 if not known
 * @param session number of the groups of one terminal, or one {@code setsid}; 0 if not known
 */
public record ProcessIdentity(int id, int group, int session) {}
