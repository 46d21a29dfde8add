package dev.countersign.store.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Has a DataSource fail with an {@code Error} while one is planted, as when a class of the driver cannot be loaded. */
final class BreakableDataSource {

    /** How often it failed. */
    final Semaphore failures = new Semaphore(0);

    private final DataSource breakable;
    private volatile @Nullable Error planted;

    BreakableDataSource(DataSource delegate) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Error error = planted;
            if (error != null) {
                failures.release();
                throw error;
            }
            try {
                return method.invoke(delegate, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        breakable = (DataSource)
                Proxy.newProxyInstance(DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, handler);
    }

    DataSource dataSource() {
        return breakable;
    }

    void plant(@Nullable Error error) {
        planted = error;
    }
}
