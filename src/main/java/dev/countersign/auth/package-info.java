/**
 * What authenticating a client means: the credential that was presented, the one strategy that judges it, the outcome.
 * Pure JDK.
 */
@NullMarked
package dev.countersign.auth;

import org.jspecify.annotations.NullMarked;
