package dev.countersign.admin;

import java.util.List;

/** A group of related REST calls, each with its route. Thread-safe. */
@FunctionalInterface
public interface Calls {

    List<Route> routes();
}
