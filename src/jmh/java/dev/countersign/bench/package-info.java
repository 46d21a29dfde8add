/**
 * What is measured: {@code mvn -B -Pbench integration-test}, some of it with {@code "-Dbench=<regular expression>"}.
 */
@NullMarked
package dev.countersign.bench;

import org.jspecify.annotations.NullMarked;
