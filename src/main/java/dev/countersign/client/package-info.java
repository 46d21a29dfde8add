/**
 * What a client is: its names, its credentials as they are stored, and the ports through which clients are found and
 * changed. Pure JDK.
 */
@NullMarked
package dev.countersign.client;

import org.jspecify.annotations.NullMarked;
