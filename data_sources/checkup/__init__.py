"""What `tandem doctor` looks at: home, store, plan, facts and doors, each told in words."""
