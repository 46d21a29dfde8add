package dev.countersign.boot;

import dev.countersign.client.ClientStore;
import javax.sql.DataSource;

/** What a deployer has bound for the clients. */
sealed interface BoundStore {

    /** A database, for the clients and for all else. */
    record Database(DataSource dataSource) implements BoundStore {}

    /** A store of the deployer's own, for the clients only. */
    record Own(ClientStore clients) implements BoundStore {}
}
