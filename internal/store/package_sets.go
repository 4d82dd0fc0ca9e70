package store

import (
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// ListPackageSets gives administrators a page of the package sets, by id.
func ListPackageSets(tx *db.Tx, limit, offset int) (page org.Page[PackageSet], err error) {
	if err := tx.Who().Must(authz.Admin); err != nil {
		return page, err
	}
	page.Rows, page.Total, err = pageOfSets(tx, limit, offset)
	return page, err
}

// AddPackageSetIn is a new package set.
type AddPackageSetIn struct{ Name string }

// AddPackageSet makes an empty package set; administrators may.
func AddPackageSet(tx *db.Tx, in AddPackageSetIn) (PackageSet, error) {
	if err := tx.Who().Must(authz.Admin); err != nil {
		return PackageSet{}, err
	}
	set := PackageSet{Name: strings.TrimSpace(in.Name), CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	switch {
	case set.Name == "":
		return set, fail.At("name", "value.blank")
	case len(set.Name) > longestName:
		return set, fail.At("name", "value.too_long", "limit", longestName)
	}
	var err error
	if set.ID, err = tx.ID("package_sets"); err != nil {
		return set, err
	}
	if err := db.Insert(tx, "package_sets", set); err != nil {
		return set, err
	}
	return set, tx.Emit(PackageSetAdded{PackageSetID: set.ID})
}

const longestName = 255

// SetApplications lists what uses a package set, for administrators.
func SetApplications(tx *db.Tx, id int64) ([]User, error) {
	if _, err := loadSet(tx, id); err != nil {
		return nil, err
	}
	if err := tx.Who().Must(authz.Admin); err != nil {
		return nil, err
	}
	return usersOfSet(tx, id)
}

// DeletePackageSetIn names a package set.
type DeletePackageSetIn struct{ ID int64 }

// DeletePackageSet takes a package set away, unless a store or a form uses it: Invalid then, with a field error for each. The packages that tasks
// carry stay known to them.
func DeletePackageSet(tx *db.Tx, in DeletePackageSetIn) error {
	users, err := SetApplications(tx, in.ID)
	if err != nil {
		return err
	}
	if err := used("package_set.used", users); err != nil {
		return err
	}
	if err := hideSet(tx, in.ID); err != nil {
		return err
	}
	return tx.Emit(PackageSetDeleted{PackageSetID: in.ID})
}

// KeepPackages finds packages by name in the set of a name, and makes what there is not: the set, and of each package what is given of it. It asks
// nobody's leave: who may is the rule of whoever calls it.
func KeepPackages(tx *db.Tx, set string, wanted []Package) (map[string]Package, error) {
	s, ok, err := setNamed(tx, set)
	if err == nil && !ok {
		s, err = AddPackageSet(tx.As(authz.System()), AddPackageSetIn{Name: set})
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, p := range wanted {
		names = append(names, p.Name)
	}
	known, err := PackagesNamed(tx, Store{PackageSetID: &s.ID}, names)
	if err != nil {
		return nil, err
	}
	for _, p := range wanted {
		if _, ok := known[p.Name]; ok {
			continue
		}
		if p, err = insertPackage(tx, s.ID, p); err != nil {
			return nil, err
		}
		known[p.Name] = p
	}
	return known, nil
}

func insertPackage(tx *db.Tx, set int64, p Package) (_ Package, err error) {
	if p.ID, err = tx.ID("packages"); err != nil {
		return p, err
	}
	p.PackageSetID, p.Slug, p.Tags.V, p.CreatedAt, p.UpdatedAt = set, org.Slug(p.Name), []string{}, tx.Now(), tx.Now()
	return p, db.Insert(tx, "packages", p)
}
