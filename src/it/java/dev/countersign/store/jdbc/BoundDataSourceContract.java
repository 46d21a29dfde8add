package dev.countersign.store.jdbc;

import java.util.Objects;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** The contract over the pool that a servlet container lends: runs inside of it, see {@link StoreContractServlet}. */
// The name is that of the container under test.
@SuppressWarnings("BanJNDI")
class BoundDataSourceContract extends JdbcStoreContract {

    private static volatile String name = "";

    static void overDataSource(String jndiName) {
        name = Objects.requireNonNull(jndiName);
    }

    @Override
    protected DataSource open() throws NamingException {
        return (DataSource) new InitialContext().lookup(name);
    }
}
