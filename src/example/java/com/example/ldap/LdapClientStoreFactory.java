package com.example.ldap;

import java.util.Hashtable;
import java.util.Optional;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;

/**
 * What the server calls when the store is looked up. Tomcat and Jetty give the settings in a {@link Reference}, WildFly
 * in the environment. Thread-safe.
 */
// The types are those of JNDI.
@SuppressWarnings({"BanJNDI", "JdkObsolete"})
public final class LdapClientStoreFactory implements ObjectFactory {

    @Override
    public Object getObjectInstance(Object reference, Name name, Context context, Hashtable<?, ?> environment) {
        return new LdapClientStore(LdapSettings.of(setting -> value(setting, reference, environment)));
    }

    private static Optional<String> value(String setting, Object reference, Hashtable<?, ?> environment) {
        if (reference instanceof Reference given) {
            RefAddr address = given.get(setting);
            return Optional.ofNullable(address).map(RefAddr::getContent).map(Object::toString);
        }
        return Optional.ofNullable(environment).map(all -> all.get(setting)).map(Object::toString);
    }
}
